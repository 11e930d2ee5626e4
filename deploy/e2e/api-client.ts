import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A foreign client of the API: plain fetch and plain graphql-ws with an API key, no code of ours. */
export class ApiClient {
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(origin: string, headers: Readonly<Record<string, string>>) {
    this.#origin = origin;
    this.#headers = headers;
  }

  async graphql<Data = Record<string, never>>(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<{ data: Data; errors?: { message: string; extensions: Record<string, unknown> }[] }> {
    const response = await fetch(`${this.#origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as never;
  }

  /** The data, or a failure that names what the API said. */
  async data<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const { data, errors } = await this.graphql<Data>(query, variables);
    if (errors !== undefined)
      throw new Error(errors.map((error) => `${String(error.extensions['code'])}: ${error.message}`).join('\n'));
    return data;
  }

  socket(): Client {
    return createClient({
      url: `${this.#origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { ...this.#headers },
      retryAttempts: 0,
    });
  }
}
