export { ExpressionError } from './expression-error.ts';
export { ExpressionLanguage, type ExpressionLanguageOptions, type ExpressionVariables } from './expression-language.ts';
export { withinTime } from './within-time.ts';
