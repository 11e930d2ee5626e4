export interface ErrorFacts {
  /** Status of the answer where the error decides it (routes, `/v1`, a request that did not execute). */
  http: number;
  /** The same request may succeed later without a change. */
  retryable: boolean;
  summary: string;
}

/** Every code that leaves the system. What a client does about each is told in ../ERRORS.md. */
export const ERROR_CODES = {
  // Who asks
  UNAUTHENTICATED: { http: 401, retryable: false, summary: 'Nobody is signed in, or the key is not valid' },
  SESSION_EXPIRED: { http: 401, retryable: false, summary: 'The session or key ended, also in mid-stream' },
  SIGN_IN_FAILED: { http: 401, retryable: false, summary: 'E-mail and password do not belong together' },
  LINK_INVALID: { http: 410, retryable: false, summary: 'The one-time or signed link is used, expired or forged' },
  FORBIDDEN: { http: 403, retryable: false, summary: 'The viewer lacks the permission' },
  SCOPE_NOT_GRANTED: { http: 403, retryable: false, summary: 'A key may not hold more than its maker' },
  ORIGIN_REFUSED: { http: 403, retryable: false, summary: 'The page of another site sent the request' },
  LAST_OWNER: { http: 409, retryable: false, summary: 'A tenant keeps at least one active owner' },

  // What was asked
  NOT_FOUND: { http: 404, retryable: false, summary: 'Unknown, or belongs to somebody else' },
  VALIDATION_FAILED: { http: 400, retryable: false, summary: 'A value is missing, malformed or out of range' },
  CONFLICT: { http: 409, retryable: false, summary: 'The object is not in a state that allows this' },
  ALREADY_EXISTS: { http: 409, retryable: false, summary: 'The name is taken' },
  IN_USE: { http: 409, retryable: false, summary: 'Something still uses the object' },
  STALE_REVISION: { http: 409, retryable: false, summary: 'Somebody wrote a newer revision' },
  IDEMPOTENCY_MISMATCH: { http: 409, retryable: false, summary: 'The idempotency key was used with another input' },
  PAYLOAD_TOO_LARGE: { http: 413, retryable: false, summary: 'A value is larger than its limit' },
  BODY_TOO_LARGE: { http: 413, retryable: false, summary: 'The request body is larger than the route allows' },
  METHOD_NOT_ALLOWED: { http: 405, retryable: false, summary: 'The route does not know the method' },
  UNSUPPORTED_MEDIA_TYPE: { http: 415, retryable: false, summary: 'The route does not read this content type' },
  ADDRESS_REFUSED: { http: 400, retryable: false, summary: 'The address is private, local or not http(s)' },

  // The GraphQL document
  BAD_REQUEST: { http: 400, retryable: false, summary: 'Not a well-formed GraphQL request' },
  BAD_USER_INPUT: { http: 400, retryable: false, summary: 'A variable does not fit its type' },
  GRAPHQL_PARSE_FAILED: { http: 400, retryable: false, summary: 'The document is not GraphQL' },
  GRAPHQL_VALIDATION_FAILED: { http: 400, retryable: false, summary: 'The document does not fit the schema' },
  OPERATION_RESOLUTION_FAILURE: { http: 400, retryable: false, summary: 'The named operation is not in the document' },
  UNKNOWN_DOCUMENT: { http: 400, retryable: false, summary: 'No trusted document has this hash' },
  OPEN_DOCUMENT_REFUSED: { http: 403, retryable: false, summary: 'Sessions send trusted documents only' },
  INTROSPECTION_REFUSED: { http: 403, retryable: false, summary: 'Introspection is for developers' },
  QUERY_TOO_DEEP: { http: 400, retryable: false, summary: 'Too many nested selections' },
  QUERY_TOO_COMPLEX: { http: 400, retryable: false, summary: 'The worst case costs too much' },
  TOO_MANY_ALIASES: { http: 400, retryable: false, summary: 'Too many aliases' },
  TOO_MANY_DIRECTIVES: { http: 400, retryable: false, summary: 'Too many directives' },
  TOO_MANY_TOKENS: { http: 400, retryable: false, summary: 'The document is too long' },

  // Streams
  CURSOR_AHEAD: { http: 400, retryable: false, summary: '`after` is greater than the last event' },
  RESUME_FROM: { http: 409, retryable: true, summary: 'The reader was too slow; resume after the last seen event' },
  TOO_MANY_SUBSCRIPTIONS: { http: 429, retryable: true, summary: 'The connection has too many open streams' },

  // The system
  RATE_LIMITED: { http: 429, retryable: true, summary: 'Too many requests' },
  UNAVAILABLE: { http: 503, retryable: true, summary: 'A part is not reachable' },
  STORAGE_FULL: { http: 507, retryable: true, summary: 'No space is left to store bytes' },
  CANCELLED: { http: 499, retryable: false, summary: 'The caller or a person stopped it' },
  DEADLINE_EXCEEDED: { http: 504, retryable: true, summary: 'It did not end in time' },
  INTERNAL_SERVER_ERROR: { http: 500, retryable: false, summary: 'A defect; the request id finds it in the log' },

  // Credentials
  CREDENTIAL_UNREADABLE: { http: 500, retryable: false, summary: 'The sealed value cannot be opened' },
  OWN_KEYS_NOT_ALLOWED: { http: 403, retryable: false, summary: 'The provider takes no own keys of people' },
  NEEDS_AUTH: { http: 409, retryable: false, summary: 'A person has to sign in at the other side first' },
  AUTHORIZATION_UNSUPPORTED: { http: 409, retryable: false, summary: 'Nobody can sign in there by OAuth, or not so' },
  AUTHORIZATION_DENIED: { http: 403, retryable: false, summary: 'The person or the authorization server said no' },
  AUTHORIZATION_FAILED: { http: 502, retryable: false, summary: 'The authorization server broke off or its protocol' },
  AUTHORIZATION_REQUEST_INVALID: { http: 400, retryable: false, summary: 'An app asks for access in a wrong way' },
  CREDENTIAL_SCOPE: { http: 403, retryable: false, summary: 'The credential may not be sent there' },

  // Agents and models
  INVALID_SPEC: { http: 400, retryable: false, summary: 'The specification has problems, each with its path' },
  INVALID_PATCH: { http: 400, retryable: false, summary: 'An operation does not apply to the draft' },
  AGENT_NOT_PUBLISHED: { http: 409, retryable: false, summary: 'The agent has no published version' },
  AGENT_DISABLED: { http: 409, retryable: false, summary: 'The agent is disabled or archived' },
  GATE_FAILED: { http: 409, retryable: false, summary: 'A gating test suite has not passed' },
  RATING_NEEDS_USE: { http: 409, retryable: false, summary: "Too few finished runs of one's own for a rating" },
  REQUIREMENT_NOT_MET: { http: 409, retryable: false, summary: 'A clone needs a part that the viewer may not use' },
  MODEL_NOT_FOUND: { http: 404, retryable: false, summary: 'No such model' },
  MODEL_NOT_ALLOWED: { http: 403, retryable: false, summary: 'The API key may not use the model' },
  MODEL_GONE: { http: 410, retryable: false, summary: 'The model of this agent exists no more or is disabled' },
  MODEL_INCAPABLE: { http: 400, retryable: false, summary: 'The model lacks a capability that is needed' },
  MODEL_SUBSTITUTED: { http: 502, retryable: true, summary: 'The vendor answered with another model' },
  PROMPT_TOO_LARGE: { http: 413, retryable: false, summary: 'The prompt exceeds the context window' },

  // Tools
  TOOL_NOT_FOUND: { http: 404, retryable: false, summary: 'No such tool' },
  TOOL_NOT_APPROVED: { http: 409, retryable: false, summary: 'The tool was never approved, or has changed since' },
  TOOL_ARGUMENTS_INVALID: { http: 400, retryable: false, summary: 'The arguments do not fit the schema of the tool' },
  TOOL_REFUSED: { http: 502, retryable: false, summary: 'The tool server refused the call or broke the protocol' },
  TOOL_UNAUTHORIZED: { http: 502, retryable: false, summary: 'The tool server refused the credential' },
  TOOL_SERVER_UNAVAILABLE: { http: 503, retryable: true, summary: 'The tool server is down or not reachable' },
  TOOL_INTERRUPTED: { http: 502, retryable: false, summary: 'The tool server went away in the middle of the call' },
  TOOL_TIMEOUT: { http: 504, retryable: false, summary: 'The tool did not answer in time' },
  TOOL_RESULT_TOO_LARGE: { http: 502, retryable: false, summary: 'The tool answered more than a result may hold' },
  TOOL_NOT_ALLOWED: { http: 403, retryable: false, summary: 'The API key may not use the tool' },
  TOOL_NEEDS_PERSON: { http: 403, retryable: false, summary: 'Only a signed-in person may call the tool' },
  TOOL_RESULT_QUARANTINED: {
    http: 502,
    retryable: false,
    summary: 'The answer has text that is meant to steer a model',
  },
  TOOL_INPUT_REQUIRED: { http: 409, retryable: false, summary: 'The tool asks a person before it goes on' },
  TOOL_FAILED: { http: 502, retryable: false, summary: 'The tool says that it failed' },
  TOOL_OUTCOME_UNKNOWN: { http: 504, retryable: false, summary: 'The tool was called and did not answer' },

  REGISTRY_NOT_CONFIGURED: { http: 409, retryable: false, summary: 'No registry of tool servers is configured' },
  REGISTRY_UNAVAILABLE: { http: 503, retryable: true, summary: 'The registry of tool servers gave no usable answer' },

  // Addresses that agents call
  ENDPOINT_UNAVAILABLE: { http: 503, retryable: true, summary: 'The address cannot be reached; nothing was sent' },
  ENDPOINT_INTERRUPTED: { http: 502, retryable: true, summary: 'The address went away in the middle of the call' },
  ENDPOINT_TIMEOUT: { http: 504, retryable: true, summary: 'The address did not answer in time' },
  ENDPOINT_REFUSED: { http: 502, retryable: false, summary: 'The address answered with a status that says no' },
  ENDPOINT_INVALID: { http: 502, retryable: false, summary: 'The address answered something else than agreed' },
  COMMAND_NOT_ALLOWED: { http: 403, retryable: false, summary: 'No administrator has allowed the program' },
  ENDPOINT_ANSWER_TOO_LARGE: { http: 502, retryable: false, summary: 'The address answered more than it may' },

  // Model providers
  PROVIDER_UNAUTHORIZED: { http: 502, retryable: false, summary: 'The vendor refused the credential' },
  OWN_KEY_REFUSED: { http: 502, retryable: false, summary: "A person's own key is refused or cannot be sent" },
  OWN_KEY_REQUIRED: { http: 402, retryable: false, summary: 'Only an own key may pay for the call, and there is none' },
  PROVIDER_REFUSED: { http: 400, retryable: false, summary: 'The vendor refused the request' },
  PROVIDER_RATE_LIMITED: { http: 429, retryable: true, summary: 'The vendor limits the rate' },
  PROVIDER_UNAVAILABLE: { http: 503, retryable: true, summary: 'The vendor is down or not reachable' },
  PROVIDER_NOT_JSON: { http: 502, retryable: true, summary: 'The vendor answered HTML or other text' },
  PROVIDER_EMPTY: { http: 502, retryable: true, summary: 'The vendor answered nothing' },
  PROVIDER_INVALID: { http: 502, retryable: true, summary: 'The vendor broke its own wire format' },
  PROVIDER_STREAM_ERROR: { http: 502, retryable: true, summary: 'The vendor sent an error inside the stream' },
  STREAM_TRUNCATED: { http: 502, retryable: true, summary: 'The stream stopped before its end' },
  PROVIDER_FIRST_BYTE_TIMEOUT: { http: 504, retryable: true, summary: 'The vendor did not begin in time' },
  PROVIDER_IDLE_TIMEOUT: { http: 504, retryable: true, summary: 'The vendor stalled in mid-stream' },
  PROVIDER_TOTAL_TIMEOUT: { http: 504, retryable: true, summary: 'The vendor did not finish in time' },
  CONTENT_FILTERED: { http: 400, retryable: false, summary: 'The vendor withheld the answer by policy' },
  ARTIFACT_FAILED: { http: 422, retryable: false, summary: 'A file could not be made of what the agent wrote' },
  OUTPUT_INVALID: { http: 502, retryable: true, summary: 'The answer does not fit the output schema' },

  // Executions
  EXECUTOR_NOT_CONFIGURED: { http: 409, retryable: false, summary: 'No cluster is configured for the executor' },
  CLUSTER_REFUSED: { http: 502, retryable: false, summary: 'The cluster refused the workflow of a run' },
  WORKFLOW_ENDED: { http: 409, retryable: false, summary: 'The workflow ended before its run' },
  EXECUTION_ENDED: { http: 409, retryable: false, summary: 'The run has already ended' },
  PAYLOAD_EXPIRED: { http: 410, retryable: false, summary: 'What the run was given is not kept any more' },
  STEP_NEVER_RAN: { http: 409, retryable: false, summary: 'The run never ran the step' },
  SIGNAL_NOT_AWAITED: { http: 409, retryable: false, summary: 'The run does not wait for such a signal' },
  SIGNAL_DELIVERED: { http: 409, retryable: false, summary: 'The signal was answered before' },
  SIGNAL_TIMEOUT: { http: 504, retryable: false, summary: 'The signal did not come in time' },
  BUDGET_EXHAUSTED: { http: 402, retryable: false, summary: 'The next call does not fit the budget' },
  RIGHT_WITHDRAWN: { http: 403, retryable: false, summary: 'Whoever the run acts for may not do this any more' },
  STEP_LIMIT_REACHED: { http: 409, retryable: false, summary: 'The run took as many steps as it may' },
  CALL_DEPTH_EXCEEDED: { http: 409, retryable: false, summary: 'Agents called each other too deep' },
  EXPRESSION_FAILED: { http: 400, retryable: false, summary: 'An expression of a flow has no value for this run' },
  APPROVAL_DENIED: { http: 409, retryable: false, summary: 'A person did not let the flow go on' },
  CALL_FAN_OUT_EXCEEDED: { http: 409, retryable: false, summary: 'Agents called more agents than they may' },
  STALE_FENCE: { http: 409, retryable: false, summary: 'Another worker owns the run now' },
  NON_DETERMINISTIC: { http: 409, retryable: false, summary: 'A resumed step met another input' },
  CRASH_LOOP: { http: 500, retryable: false, summary: 'The run killed its worker three times' },

  // Documents
  DOCUMENT_BROKEN: { http: 422, retryable: false, summary: 'The file is damaged' },
  DOCUMENT_ENCRYPTED: { http: 422, retryable: false, summary: 'The file needs a password' },
  DOCUMENT_TOO_LARGE: { http: 413, retryable: false, summary: 'The file has too many bytes, pages or characters' },
  DOCUMENT_EMPTY: { http: 422, retryable: false, summary: 'The file has no readable text' },
  DOCUMENT_SCANNED: { http: 422, retryable: false, summary: 'The pages are pictures without text' },
  DOCUMENT_ENCODING: { http: 422, retryable: false, summary: 'The text is not UTF-8 or UTF-16' },
  DOCUMENT_TYPE_UNSUPPORTED: { http: 415, retryable: false, summary: 'This kind of file cannot be read' },
  DOCUMENT_TIMEOUT: { http: 422, retryable: true, summary: 'Reading the file took too long' },
  UPLOAD_INCOMPLETE: { http: 409, retryable: true, summary: 'The bytes have not all arrived' },
  CHECKSUM_MISMATCH: { http: 400, retryable: true, summary: 'The bytes are not those that were announced' },
  EMBEDDING_FAILED: { http: 502, retryable: true, summary: 'The embedding model gave no usable vectors' },
} as const satisfies Record<string, ErrorFacts>;

export type ErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
