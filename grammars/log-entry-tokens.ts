import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain'

function token(name: string): TokenType {
  return createToken({ name, pattern: Lexer.NA })
}

// [2023/12/25 11:18:48.734 +00:00]   2019/10/09 11:21:05.123   "ts":1701955219.527
export const Time = token('Time')
// [INFO]   [info]   "level":"warn"
export const Level = token('Level')
// [ddl_worker.go:253]   ddl_worker.go:1:   "caller":"v3@v3.5.10/retry_interceptor.go:62"
export const Caller = token('Caller')
// ["add DDL jobs"]   [onNextStage]   "msg":"retrying of unary invoker failed"
export const Message = token('Message')
// [category=ddl]   ["batch count"=1]   [error="lock held by current process"]   "attempt":0
export const Field = token('Field')
// [errorVerbose="lock held by   (the line was cut)
export const Rest = token('Rest')

export const logEntryTokens = [Time, Level, Caller, Message, Field, Rest]

/** A token of a field carries its key; images are raw, quotes taken off. */
export interface FieldToken extends IToken {
  payload: { readonly key: string; readonly value: string }
}
