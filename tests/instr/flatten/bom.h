#pragma once
int behind_a_mark;
