/** One run of a program on the machine of the worker. */
export interface CommandUse {
  /** Absolute path. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** What it reads. */
  readonly input: string;
  /** Of what it writes. */
  readonly maximumBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The way to programs that an administrator has allowed; without one no program runs. */
export interface CommandRunner {
  /**
   * Runs a program to its end, without a shell, and answers the bytes that it wrote.
   * @throws PlatformError with code COMMAND_NOT_ALLOWED or ENDPOINT_UNAVAILABLE when nothing was run
   * @throws PlatformError with code ENDPOINT_REFUSED, ENDPOINT_TIMEOUT or ENDPOINT_ANSWER_TOO_LARGE when it was
   */
  run(use: CommandUse): Promise<Uint8Array>;
}
