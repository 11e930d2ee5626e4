import type { InternalCall, InternalOperations } from '@aether/common/service';
import { Kind, type DocumentNode } from 'graphql';

/** Answers of other services by operation name, as their resolvers would give them. Throw a `PlatformError` to refuse. */
export type OperationHandlers = Readonly<
  Record<string, (variables: Readonly<Record<string, unknown>>, call: InternalCall) => unknown>
>;

function nameOf(document: DocumentNode): string {
  const definition = document.definitions.find((entry) => entry.kind === Kind.OPERATION_DEFINITION);
  return definition?.name?.value ?? '';
}

/** Internal operations that are answered by the test; variables and answers make the JSON round trip of a socket. */
export function testOperations(handlers: OperationHandlers): InternalOperations {
  return {
    async call(document, variables, options) {
      const handler = handlers[nameOf(document)];
      if (handler === undefined) throw new Error(`The test answers no operation "${nameOf(document)}".`);
      return JSON.parse(JSON.stringify(await handler(JSON.parse(JSON.stringify(variables)), options)));
    },
  };
}
