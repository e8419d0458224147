# What an interactive zsh makes of command lines when the tab key is pressed behind them.
# usage: zsh -f complete.zsh FOLDER WORK < LINES; FOLDER has _covdata; prints each line as it is completed.
zmodload zsh/zpty
folder=$1 out=$2/typed
: > $out
zpty shell zsh -f -i
zpty -w shell "PS1= PS2= fpath=(${(q)folder} \$fpath)
autoload -Uz compinit && compinit -u -D
unsetopt auto_list beep
tell() { print -r -- \$BUFFER >> ${(q)out}; BUFFER= }
zle -N tell && bindkey '^I' complete-word && bindkey '^T' tell"
# What the shell echoes must be read, or it waits.
typed() {
    local text
    for ((i = 0; i < 500; i++)); do
        while zpty -rt shell text; do :; done
        (( $(wc -l < $out) >= $1 )) && return
        sleep .02
    done
    print -u2 "zsh has not completed line $1"
    exit 1
}
count=0
while read -r line; do
    zpty -w -n shell "$line"$'\t\x14'
    typed $((++count))
done
cat $out
zpty -d shell
