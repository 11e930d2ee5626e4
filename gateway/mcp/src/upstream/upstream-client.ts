import {
  Client,
  type Request,
  type RequestMethod,
  type RequestOptions,
  type ResultTypeMap,
  type StandardSchemaV1,
} from '@modelcontextprotocol/client';

/**
 * The SDK's client. For each request it asks whether there is a schema of the result by a parse that fails, and words that failure, which takes
 * longer than the check of a result: here it is asked nothing for calls, and checks their results as it does.
 */
export class UpstreamClient extends Client {
  readonly #callResult = {
    '~standard': { version: 1, vendor: 'aether', validate: (value: unknown) => this.#checked(value) },
  } as const;

  override request<Method extends RequestMethod>(
    request: { method: Method; params?: Record<string, unknown> },
    options?: RequestOptions,
  ): Promise<ResultTypeMap[Method]>;
  override request<Schema extends StandardSchemaV1>(
    request: Request,
    resultSchema: Schema,
    options?: RequestOptions,
  ): Promise<StandardSchemaV1.InferOutput<Schema>>;
  override request(
    request: { method: RequestMethod; params?: Record<string, unknown> },
    schemaOrOptions?: StandardSchemaV1 | RequestOptions,
    options?: RequestOptions,
  ): Promise<unknown> {
    if (schemaOrOptions !== undefined && '~standard' in schemaOrOptions)
      return super.request(request, schemaOrOptions, options);
    if (request.method === 'tools/call') return super.request(request, this.#callResult, schemaOrOptions);
    return super.request(request, schemaOrOptions);
  }

  #checked(value: unknown): StandardSchemaV1.Result<unknown> {
    const outcome = this._wireCodec().validateResult('tools/call', value);
    if (outcome.ok) return { value: outcome.value };
    return { issues: [{ message: outcome.reason === 'invalid' ? outcome.message : 'there are no calls' }] };
  }
}
