import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentLimits } from '../config.ts';
import { IntrospectionRefusedError } from '../errors.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { checkDocument } from './check-document.ts';
import { usesIntrospection } from './uses-introspection.ts';

export interface PlannedContext extends GatewayContext {
  readonly trusted: boolean;
}

/** Limits of open documents. In `didResolveOperation`, which runs for every request with its own variables; validation results are cached by text. */
export function limitsPlugin(limits: DocumentLimits, development: boolean): ApolloServerPlugin<PlannedContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, request, contextValue }) {
          if (contextValue.trusted) return;
          checkDocument(document, request.variables ?? {}, limits);
          if (
            !development &&
            usesIntrospection(document) &&
            !contextValue.viewer?.permissions.includes('developer:introspect')
          )
            throw new IntrospectionRefusedError();
        },
      };
    },
  };
}
