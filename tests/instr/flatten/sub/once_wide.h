#pragma  once


int a;
