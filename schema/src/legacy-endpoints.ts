import { z } from 'zod';
import { commonEndpoint, endpointExpression, endpointFields, endpointLimits } from './common-endpoint.ts';
import { httpCall } from './http-call.ts';

const { method, effect } = httpCall;
const xmlName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, 'must be a name of an XML element, without a prefix');
const inAddress = {
  path: endpointFields.default({}).describe('CEL expression for each {name} in the path of the address.'),
  query: endpointFields.default({}).describe('CEL expression for each parameter behind the "?".'),
} as const;

/** How systems that know no JSON are spoken to. XML and CSV become the JSON that expressions see, and the other way round. */
export const legacyEndpoints = [
  z.strictObject({
    protocol: z.literal('soap'),
    ...commonEndpoint,
    version: z.enum(['1.1', '1.2']).default('1.1'),
    action: z.string().max(2_000).optional().describe('SOAPAction of the operation, as its WSDL says.'),
    namespace: z.string().min(1).max(2_000).describe('Namespace of the operation, as its WSDL says.'),
    operation: xmlName.describe('Element in the body, for example GetOrder.'),
    effect: effect.describe('What a repeated request does. @default ONCE'),
    request: endpointExpression
      .optional()
      .describe('CEL: an object, the elements in the operation. @default the input'),
  }),
  z.strictObject({
    protocol: z.literal('xml'),
    ...commonEndpoint,
    ...inAddress,
    method: method.unwrap().default('POST'),
    effect,
    request: endpointExpression
      .optional()
      .describe(
        'CEL: an object with one member, the root element; "@name" is an attribute, "#text" the text beside them. @default nothing is sent',
      ),
  }),
  z.strictObject({
    protocol: z.literal('csv'),
    ...commonEndpoint,
    ...inAddress,
    method: method.unwrap().default('GET'),
    effect,
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    header: z.boolean().default(true).describe('The first line names the columns: then each row is an object.'),
    request: endpointExpression
      .optional()
      .describe('CEL: a list of objects, sent as rows under their names. @default nothing is sent'),
  }),
  z.strictObject({
    protocol: z.literal('command'),
    ...endpointLimits,
    program: z
      .string()
      .max(500)
      .regex(/^\/[^\0\n]+$/, 'must be the absolute path of a program')
      .describe('Only programs that an administrator has allowed run; none is by default.'),
    arguments: z.array(endpointExpression).max(50).default([]).describe('CEL expression for each argument.'),
    effect: effect.describe('What a repeated run does. @default ONCE'),
    request: endpointExpression.optional().describe('CEL: what it reads, text or JSON. @default nothing'),
    answer: z.enum(['JSON', 'TEXT', 'CSV', 'XML']).default('TEXT').describe('What it writes.'),
  }),
] as const;
