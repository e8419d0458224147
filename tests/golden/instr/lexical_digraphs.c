/* Digraphs. */
int digraphs(void) <%
    int x<:3:> = <%1, 2, 3%>;
    return x<:0:>;
%>
