/** What a person says about one HTTP request that becomes a tool. */
export interface EndpointValues {
  /** What the tool is called. */
  tool: string;
  description: string;
  method: string;
  /** `{name}` is an argument, also behind the "?". */
  endpoint: string;
  /** JSON Schema of the arguments, as text. */
  inputs: string;
  /** JSON, `{name}` is an argument. Empty = the arguments that are not in the address. */
  body: string;
}

interface EndpointDocument {
  url: string;
  [member: string]: unknown;
}

/** The document of a single endpoint, or what is wrong with it. */
export function endpointDocument(values: EndpointValues): { document: EndpointDocument } | { problem: string } {
  const { tool, description, method, endpoint } = values;
  const inputSchema = jsonOf(values.inputs);
  if (inputSchema === undefined) return { problem: 'The arguments are no JSON.' };
  const body = values.body.trim() === '' ? null : jsonOf(values.body);
  if (body === undefined) return { problem: 'The body is no JSON.' };
  const { url, query } = split(endpoint.trim());
  return {
    document: {
      name: tool.trim(),
      description: description.trim(),
      method,
      url,
      query,
      inputSchema,
      ...(body === null ? {} : { body }),
    },
  };
}

/** Arguments for each name in braces: what the form begins with. */
export function argumentsFor(endpoint: string): string {
  const { query } = split(endpoint);
  const inPath = [...endpoint.replace(/\?.*$/s, '').matchAll(NAME)].map(([, name = '']) => name);
  const names = [...new Set([...inPath, ...Object.values(query)])];
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  return JSON.stringify({ type: 'object', properties, required: names }, null, 2);
}

const NAME = /\{([A-Za-z0-9_.-]{1,64})\}/g;

/** `…/find?q={words}&limit=5` → the parameter `q` is the argument `words`; `limit` stays as it is. */
function split(endpoint: string): { url: string; query: Record<string, string> } {
  const [place = '', behind = ''] = endpoint.split(/\?(.*)/s);
  const parts = behind.split('&').filter((part) => part !== '');
  const named = parts.flatMap((part): [string, string, string][] => {
    const [, parameter, name] = /^([^=]+)=\{([A-Za-z0-9_.-]{1,64})\}$/.exec(part) ?? [];
    return parameter === undefined || name === undefined ? [] : [[part, decoded(parameter), name]];
  });
  const fixed = parts.filter((part) => !named.some(([whole]) => whole === part));
  return {
    url: fixed.length === 0 ? place : `${place}?${fixed.join('&')}`,
    query: Object.fromEntries(named.map(([, parameter, name]) => [parameter, name])),
  };
}

/** `a%20b` and `a+b` → `a b`. */
function decoded(parameter: string): string {
  return [...new URLSearchParams(parameter).keys()].join('');
}

/** Undefined = it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
