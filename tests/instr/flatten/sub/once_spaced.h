# pragma once
int a;
