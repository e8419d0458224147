/* Every directive that is obeyed without the compiler, and the white space around it. */
#define A  x /* c */ y
  #  define F( a , b )  a##b # a #b  a  ## b
#define G(x,...)  # x __VA_ARGS__
#define H(x...) x /* multi
 line */ q
#define L 1 \
  + 2 \
  \
  \
\
\
\
  + 3
#define S(x)  x #x  # x # x
#define O # x ## y
#define T "a  \" b" 'c' L"d" u8"e" /**/
#define A x y
#define	TABS	1	+	2	/* x */	// y
#include "sub/guarded.h"
#include "sub/guarded.h"
#ifndef __clang__ /* to which no file may have two names */
   #include <guarded.h>
#include "sub/../sub/guarded.h"
#endif
#include "sub/not_guarded.h"
#include "sub/not_guarded.h"
#include "sub/once_spaced.h"
#include "sub/once_indented.h"
#include "sub/once_commented.h"
#include "sub/once_wide.h"
#include "sub/once_wide.h"
#define NAME "sub/empty.h"
#include NAME
#include <next.h>
#include "sub/unended.h"
#include "crlf.h"
#include "bom.h"
#pragma GCC   diagnostic ignored  "-Wunused"  /* x */
 #pragma STDC FP_CONTRACT ON
#pragma pack(push,  1)
#pragma unknown  A  'x' A
#undef A
  #  undef NOPE /* never */
#if 0
left out
#elif defined(L) && L
int elif_taken;
#elif 1 / 0
#else
neither
#endif
  #   if 1
int x;
/* comment
#define NOT
*/ #define YES 1
 # /* null */
#
#endif
#ifdef NO
1
2
3
4
5
6
7
8
#if nested ( is not read
#else garbage
#endif garbage
#include "missing.h"
#error missing
/*
#endif
*/
#endif
int y; // a comment \
#define NOT_EITHER
const char *text = "a string \
#define NOR_THIS";
#if (1 < 0u - 1 || 3 >> 1 == 1) && 1 ? 2 : 3
#endif
#if !defined __has_attribute || __has_attribute(unused) && __has_include("sub/empty.h") && !__has_include(<no/such.h>)
int has;
#endif
#if __GNUC__ * 100 + __GNUC_MINOR__ >= 1200 && 'a' == 97 && 0x10 == 16 && ~0 == -1 && !0 && (5 % 3 ^ 1) == 3
int expression;
#endif
#if 'A' == '\301' || '\301' != -63 || L'\301' != 193 || '\xff' != -1 || '\n' != 10 || '\\' != 92 || '\'' != 39 || '\0' || '\12' != '\x0A'
int not_ascii;
#else
int ascii;
#endif
#include <features.h>
#if __GLIBC_PREREQ (2, 1) && UNDEFINED == 0
int prerequisite;
#endif
#if 1 /* one { */	/* two } */
#define TWO_COMMENTS /* one */ 1 /* and
 more */ + 1
#endif		/* } *//**/
int main(void) { return TWO_COMMENTS - 2; }
