import type { IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain'

const found = (token: IToken | undefined): string => (token === undefined || token.image === '' ? 'the end' : `"${token.image}"`)
const label = (type: TokenType | undefined): string => type?.LABEL ?? type?.name ?? 'something else'

/** What is said about a condition that cannot be read. */
export const wording: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => `expected ${label(expected)}, found ${found(actual)}`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) =>
    `expected "and", "or", "then", "before" or the end of the condition, found ${found(firstRedundant)}`,
  buildNoViableAltMessage: ({ actual }) => `expected a selection's name, "not", "count", "no" or "(", found ${found(actual[0])}`,
  buildEarlyExitMessage: ({ actual }) => `${found(actual[0])} stands where something is missing`,
}
