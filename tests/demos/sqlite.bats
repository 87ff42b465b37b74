# SQLite: handles that are kept in views, and a query from the shell.
# shellcheck disable=SC2016  # $1 is for the shell of a callback

load ../helper

sqlite() {
    memtool call sqlite3 'const char *sqlite3_libversion(void)' >/dev/null 2>&1 || skip 'needs libsqlite3'
}

@test "a database in memory is opened and closed" {
    sqlite
    prints $'0\n0' array P 0 --as db then \
        call sqlite3 'int sqlite3_open(const char *, void **)' :memory: @db -o values then \
        call sqlite3 'int sqlite3_close(void *)' addr:@db
}

@test "a query is prepared, and its columns are read" {
    sqlite
    cat >query <<'END'
array P 0 --as db -o hex
array P 0 --as query -o hex
call sqlite3 'int sqlite3_open(const char *, void **)' :memory: @db
call sqlite3 'int sqlite3_exec(void *, const char *, void *, void *, char **)' addr:@db "create table t(n, name); insert into t values (1, 'one'), (2, 'two')" NULL NULL NULL
call sqlite3 'int sqlite3_prepare_v2(void *, const char *, int, void **, const char **)' addr:@db 'select n * 10, name from t order by n desc' -1 @query NULL
call sqlite3 'int sqlite3_step(void *)' addr:@query
call sqlite3 'int sqlite3_column_int(void *, int)' addr:@query 0
call sqlite3 'const char *sqlite3_column_text(void *, int)' addr:@query 1
call sqlite3 'int sqlite3_step(void *)' addr:@query
call sqlite3 'const char *sqlite3_column_text(void *, int)' addr:@query 1
call sqlite3 'int sqlite3_step(void *)' addr:@query
call sqlite3 'int sqlite3_finalize(void *)' addr:@query
call sqlite3 'int sqlite3_close(void *)' addr:@db
END
    run -0 memtool run query
    [ "${lines[*]:2}" = '0 0 0 100 20 two 100 one 101 0 0' ]
}

@test "an error message comes back through an out" {
    sqlite
    prints $'1\narg 5: no such table: nowhere' array P 0 --as db then \
        call sqlite3 'int sqlite3_open(const char *, void **)' :memory: @db then \
        call sqlite3 'int sqlite3_exec(void *, const char *, void *, void *, char **)' addr:@db 'select * from nowhere' NULL NULL out
}

@test "a row callback runs in the shell" {
    sqlite
    prints 0 array P 0 --as db then \
        call sqlite3 'int sqlite3_open(const char *, void **)' :memory: @db then \
        call sqlite3 'int sqlite3_exec(void *, const char *, int (*)(void *, int, char **, char **), void *, char **)' \
        addr:@db "select 'a', 2 union select 'b', 3" 'exec:echo "$2 columns" >>rows; echo 0' NULL NULL
    [ "$(cat rows)" = $'2 columns\n2 columns' ]
}
