#!/bin/sh
"$1" one && "$1" two
