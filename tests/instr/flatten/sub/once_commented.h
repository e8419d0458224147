#pragma once /* x */
int a;
