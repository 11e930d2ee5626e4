import type { Endpoint } from '@aether/schema';
import type { EndpointPlan, EndpointScope } from './endpoint-plan.ts';
import { planA2a } from './plan-a2a.ts';
import { planCommand } from './plan-command.ts';
import { planCsv } from './plan-csv.ts';
import { planGraphql } from './plan-graphql.ts';
import { planOpenai } from './plan-openai.ts';
import { planRest } from './plan-rest.ts';
import { planSoap } from './plan-soap.ts';
import { planXml } from './plan-xml.ts';

/** The request to an endpoint, by its protocol. @throws ExpressionFailedError, WrongValueError */
export function planEndpointCall(endpoint: Endpoint, scope: EndpointScope, instructions: string): EndpointPlan {
  switch (endpoint.protocol) {
    case 'rest':
      return planRest(endpoint, scope);
    case 'graphql':
      return planGraphql(endpoint, scope);
    case 'a2a':
      return planA2a(endpoint, scope);
    case 'openai':
      return planOpenai(endpoint, scope, instructions);
    case 'soap':
      return planSoap(endpoint, scope);
    case 'xml':
      return planXml(endpoint, scope);
    case 'csv':
      return planCsv(endpoint, scope);
    case 'command':
      return planCommand(endpoint, scope);
  }
}
