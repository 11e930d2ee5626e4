/** An operation said no to the demo, which asked for nothing that it may not have: a fault of ours, told with the operation's own words. */
export class DemoRefusedError extends Error {
  readonly code: string;

  constructor(operation: string, refusal: { readonly code: string; readonly message: string }) {
    super(`${operation}: ${refusal.message} (${refusal.code})`);
    this.name = 'DemoRefusedError';
    this.code = refusal.code;
  }
}
