import { PlatformError } from '@aether/common/service';

/** The MCP gateway did not take the call, so nothing has happened. */
export class ToolGatewayUnavailableError extends PlatformError {
  constructor(tool: string, cause: unknown) {
    super('UNAVAILABLE', `The gateway of tools could not be reached to call "${tool}".`, { facts: { tool }, cause });
  }
}

/** The server of the tool did not take the call. */
export class ToolFailedError extends PlatformError {
  constructor(tool: string, message: string) {
    super('TOOL_FAILED', `"${tool}" could not be called: ${message}`, { facts: { tool } });
  }
}

/** The tool did what it does, and its answer is more than a run takes. */
export class ToolResultTooLargeError extends PlatformError {
  constructor(maximumBytes: number) {
    super('TOOL_RESULT_TOO_LARGE', `The tool answered more than ${maximumBytes} bytes.`, {
      facts: { maximumBytes },
      hint: 'Ask for less, for example for fewer rows.',
    });
  }
}
