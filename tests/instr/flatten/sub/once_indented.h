  #pragma once
int a;
