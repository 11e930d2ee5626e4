import type { AgentSpecInput } from '@aether/schema';
import { describe, expect, test } from 'vitest';
import type { CommandUse } from '../src/index.ts';
import { flowWorld, type FlowWorldOptions, sequence } from './flow-world.ts';

type EndpointInput = NonNullable<AgentSpecInput['endpoint']>;

/** An older system that answers by a script. */
function legacyWorld(
  endpoint: EndpointInput,
  answer: () => Response = () => new Response(''),
  options: FlowWorldOptions = {},
) {
  const sentOut: { readonly url: string; readonly headers: Headers; readonly body: unknown }[] = [];
  const world = flowWorld(sequence({}, '"x"'), {
    ...options,
    spec: {
      type: 'LEGACY',
      kind: 'QA',
      inputs: { type: 'object', properties: { question: { type: 'string' } } },
      flow: undefined,
      endpoint,
    },
    outside: async (url, init) => {
      sentOut.push({ url: String(url), headers: new Headers(init?.headers), body: init?.body });
      return answer();
    },
  });
  return { ...world, sentOut };
}

describe('soap', () => {
  const soap: EndpointInput = {
    protocol: 'soap',
    url: 'https://erp.example.com/orders',
    namespace: 'urn:erp',
    operation: 'GetOrder',
    action: 'urn:erp/GetOrder',
    request: '{"Number": inputs.question, "Lines": {"Line": ["a", "b"]}}',
    response: '{"answer": response.body.Order.Status, "lines": size(response.body.Order.Line)}',
  };
  const envelope = (body: string): string =>
    `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;

  test('an operation is called with its elements, and its answer is mapped', async () => {
    const world = legacyWorld(
      soap,
      () =>
        new Response(
          envelope(
            '<r:GetOrderResponse xmlns:r="urn:erp"><r:Order><r:Status>shipped</r:Status><r:Line id="1">a</r:Line><r:Line/></r:Order></r:GetOrderResponse>',
          ),
        ),
      { input: { question: '<7 & "8">' } },
    );
    expect(await world.run()).toMatchObject({ output: { answer: 'shipped', lines: 2 } });
    expect(world.sentOut[0]?.headers.get('soapaction')).toBe('"urn:erp/GetOrder"');
    expect(world.sentOut[0]?.headers.get('content-type')).toMatch(/^text\/xml/);
    expect(world.sentOut[0]?.body).toContain(
      '<soap:Body><GetOrder xmlns="urn:erp"><Number>&lt;7 &amp; &quot;8&quot;&gt;</Number><Lines><Line>a</Line><Line>b</Line></Lines></GetOrder></soap:Body>',
    );
  });

  test.for<[string, string, string, RegExp]>([
    [
      'a fault of 1.1',
      envelope('<s:Fault><faultcode>Client</faultcode><faultstring>No such order.</faultstring></s:Fault>'),
      'ENDPOINT_REFUSED',
      /No such order/,
    ],
    [
      'a fault of 1.2',
      envelope('<s:Fault><s:Reason><s:Text xml:lang="en">No stock.</s:Text></s:Reason></s:Fault>'),
      'ENDPOINT_REFUSED',
      /No stock/,
    ],
    ['a page of the server', '<html><body>Error</body></html>', 'ENDPOINT_INVALID', /no envelope/],
    ['half of XML', '<s:Envelope', 'ENDPOINT_INVALID', /no well-formed XML/],
  ])('%s is a typed failure, also with status 500', async ([, text, code, message]) => {
    const world = legacyWorld({ ...soap, effect: 'READ' }, () => new Response(text, { status: 500 }));
    await expect(world.run()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('the next version says its action beside its type', async () => {
    const world = legacyWorld({ ...soap, version: '1.2', response: 'response.body' }, () => new Response(envelope('')));
    await world.run();
    expect(world.sentOut[0]?.headers.get('content-type')).toBe(
      'application/soap+xml; charset=utf-8; action="urn:erp/GetOrder"',
    );
    expect(world.sentOut[0]?.headers.get('soapaction')).toBeNull();
  });
});

describe('xml', () => {
  const xml: EndpointInput = { protocol: 'xml', method: 'GET', url: 'https://erp.example.com/stock' };

  test('elements, attributes, texts and lists become what expressions see', async () => {
    const world = legacyWorld(
      { ...xml, response: '{"answer": response.body.stock.item[1]["#text"], "unit": response.body.stock["@unit"]}' },
      () => new Response('<stock unit="kg"><item>1</item><item n="x"><![CDATA[<2>]]></item></stock>'),
    );
    expect(await world.run()).toMatchObject({ output: { answer: '<2>', unit: 'kg' } });
  });

  test.for([
    '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    '<!doctype a SYSTEM "file:///etc/passwd"><a/>',
  ])('a document type is refused: %s', async (text) => {
    await expect(legacyWorld(xml, () => new Response(text)).run()).rejects.toMatchObject({
      code: 'ENDPOINT_INVALID',
      message: expect.stringMatching(/document type/),
    });
  });

  test('a name that is no name of an element is refused before anything is sent', async () => {
    const world = legacyWorld({ ...xml, method: 'POST', request: '{"a": {inputs.question: 1}}' }, undefined, {
      input: { question: 'x><y' },
    });
    await expect(world.run()).rejects.toMatchObject({ code: 'EXPRESSION_FAILED' });
    expect(world.sentOut).toEqual([]);
  });

  test('deeper XML than any system writes is refused', async () => {
    const deep = `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`;
    await expect(legacyWorld(xml, () => new Response(deep)).run()).rejects.toMatchObject({ code: 'ENDPOINT_INVALID' });
  });
});

describe('xml that a parser would take long for', () => {
  const xml: EndpointInput = {
    protocol: 'xml',
    method: 'GET',
    url: 'https://erp.example.com/stock',
    maximumBytes: 4_194_304,
    response: '{"answer": "read"}',
  };
  const each = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join('');
  const named = (index: number): string => `<n${index}></n${index}>`;

  test.for<[string, () => string, RegExp]>([
    ['70,000 different names in 1 MB', () => `<a>${each(70_000, named)}</a>`, /2000 different names/],
    ['names that end far from its end', () => `<a>${each(1_900, named)}${'x'.repeat(2e6)}</a>`, /to search/],
    ['very many elements', () => `<a>${'<b/>'.repeat(200_000)}</a>`, /30000 elements/],
    ['many attributes', () => `<a ${each(70_000, (index) => `a${index}="" `)}/>`, /256 attributes/],
    ['many elements with attributes', () => `<a>${'<b c="" d="" e=""/>'.repeat(8_000)}</a>`, /30000 elements/],
    [
      'namespaces in namespaces',
      () => `${each(9_000, (index) => `<a xmlns:p${index}="u">`)}${'</a>'.repeat(9_000)}`,
      /100 levels/,
    ],
    ['comments without an end', () => `<a>${'<!--'.repeat(250_000)}`, /no well-formed XML/],
    ['raw text without an end', () => `<a>${'<![CDATA['.repeat(110_000)}`, /no well-formed XML/],
    ['scripts', () => `<a>${'<script></script >'.repeat(20_000)}</a>`, /to search/],
  ])('%s: refused, and soon', async ([, make, message]) => {
    const text = make();
    const world = legacyWorld(xml, () => new Response(text));
    const begun = performance.now();
    await expect(world.run()).rejects.toMatchObject({
      code: 'ENDPOINT_INVALID',
      message: expect.stringMatching(message),
    });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test.for<[string, string]>([
    ['spaces in tags', '<a\n b = "1>2"\tc=\'"\' ><b ></b\n></a >'],
    ['other alphabets', '<größe><ναι.1-x/></größe>'],
    ['instructions and comments', '<?xml version="1.0"?><!-- < --><a><?go <on> ?><![CDATA[<b>]]></a><!-- -->'],
    ['1,000 names in 60 kB', `<a>${each(1_000, (index) => `${named(index)}<b c="${'x'.repeat(30)}"/>`)}</a>`],
  ])('%s are read as before', async ([, text]) => {
    expect(await legacyWorld(xml, () => new Response(text)).run()).toMatchObject({ text: 'read' });
  });

  test.for(['<a><b></a></b>', '<a>', '<a b=1/>', '<a b="1"c="2"/>', '<a b="<"/>', '</a>', '<a>&nothing;</a>', 'text'])(
    '%s is not well formed',
    async (text) => {
      await expect(legacyWorld(xml, () => new Response(text)).run()).rejects.toMatchObject({
        code: 'ENDPOINT_INVALID',
      });
    },
  );
});

describe('csv', () => {
  const csv: EndpointInput = { protocol: 'csv', delimiter: ';', url: 'https://erp.example.com/prices.csv' };

  test.for(['application/json', 'application/problem+json; charset=utf-8', 'text/html'])(
    'an answer of type %s is no CSV, whatever its text',
    async (type) => {
      const world = legacyWorld(csv, () => new Response('{"rows": []}', { headers: { 'content-type': type } }));
      await expect(world.run()).rejects.toMatchObject({
        code: 'ENDPOINT_INVALID',
        message: `https://erp.example.com answered ${type}, and CSV is needed.`,
      });
    },
  );

  test('rows are objects by the names of the first line, and cells stay texts', async () => {
    const world = legacyWorld(
      { ...csv, response: '{"answer": response.body[1].name, "code": response.body[0].code}' },
      () => new Response('code;name\r\n007;"a; ""b"""\r\n8;c\r\n'),
    );
    expect(await world.run()).toMatchObject({ output: { answer: 'c', code: '007' } });
  });

  test('a list of objects is sent as rows', async () => {
    const request = '[{"code": "007", "name": inputs.question}, {"code": "8"}]';
    const world = legacyWorld({ ...csv, method: 'PUT', request }, () => new Response('ok\r\n'));
    await world.run();
    expect(world.sentOut[0]?.body).toBe('code;name\r\n007;Why?\r\n8;\r\n');
  });

  test.for<[string, string]>([
    ['a page', '<!doctype html><p>Sign in'],
    ['a row that is too short', 'a;b\r\n1\r\n'],
    ['a quote without an end', 'a;b\r\n"1;2\r\n'],
  ])('%s is a typed failure', async ([, text]) => {
    await expect(legacyWorld(csv, () => new Response(text)).run()).rejects.toMatchObject({ code: 'ENDPOINT_INVALID' });
  });
});

describe('command', () => {
  const command: EndpointInput = {
    protocol: 'command',
    program: '/opt/erp/price',
    arguments: ['"--article"', 'inputs.question'],
    request: '{"a": 1}',
    answer: 'JSON',
    response: '{"answer": response.body.price}',
  };

  test('a program is given its arguments one by one, and what it writes is mapped', async () => {
    const used: CommandUse[] = [];
    const world = legacyWorld(command, undefined, {
      input: { question: '; rm -rf /' },
      command: async (use) => {
        used.push(use);
        return Buffer.from('{"price": "7"}');
      },
    });
    expect(await world.run()).toMatchObject({ text: '7' });
    expect(used).toMatchObject([
      { program: '/opt/erp/price', arguments: ['--article', '; rm -rf /'], input: '{"a":1}' },
    ]);
  });

  test('what is neither text nor number is no argument', async () => {
    await expect(legacyWorld({ ...command, arguments: ['[1]'] }).run()).rejects.toMatchObject({
      code: 'EXPRESSION_FAILED',
    });
  });
});
