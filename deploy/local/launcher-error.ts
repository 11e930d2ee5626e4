/** Why the product cannot start, and every way out. Printed without a stack: it is about the machine, not about the code. */
export class LauncherError extends Error {
  readonly waysOut: readonly string[];

  constructor(message: string, waysOut: readonly string[], options?: { cause?: unknown }) {
    super([message, ...waysOut.map((way) => `  - ${way}`)].join('\n'), options);
    this.name = 'LauncherError';
    this.waysOut = waysOut;
  }
}
