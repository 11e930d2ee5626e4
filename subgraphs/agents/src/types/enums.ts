import { registerEnumType } from 'type-graphql';
import { AgentKind, AgentStatus, AgentType, Visibility } from '../agent/agent.ts';
import { HealthStatus, ModelCapability, ModelProviderProtocol } from '../models/catalog.ts';
import { ModelProviderState } from '../models/model-provider-state.ts';
import {
  ApprovalPolicy,
  ToolEffect,
  ToolQuarantine,
  ToolServerAccess,
  ToolServerKind,
  ToolTransport,
} from '../tools/tool-catalog.ts';
import { CloneItemKind, CloneOutcome } from '../market/clone-plan.ts';
import { CollaborationRequestStatus, CollaborationRole, RequestDirection } from '../market/collaboration.ts';
import { ListingSort } from '../market/market.ts';
import { RequirementKind } from '../market/requirements.ts';
import { Severity } from '../validation/validation-issue.ts';

registerEnumType(AgentType, { name: 'AgentType' });
registerEnumType(AgentKind, { name: 'AgentKind', description: 'Of BUILT_IN and HYBRID agents.' });
registerEnumType(AgentStatus, { name: 'AgentStatus' });
registerEnumType(Visibility, { name: 'Visibility' });
registerEnumType(HealthStatus, { name: 'HealthStatus' });
registerEnumType(Severity, { name: 'Severity' });
registerEnumType(ModelCapability, { name: 'ModelCapability' });
registerEnumType(ModelProviderProtocol, { name: 'ModelProviderProtocol' });
registerEnumType(ModelProviderState, {
  name: 'ModelProviderState',
  description: 'OPEN: a breaker refuses calls at this moment. UNKNOWN: nobody has called in the last minutes.',
});
registerEnumType(ToolServerKind, {
  name: 'ToolServerKind',
  description:
    'MCP: speaks MCP. OPENAPI: operations of a document. HTTP_ENDPOINT: one request. TAS_MCP: a server that is registered in a TAS-MCP. TAS_BRIDGE: a bridge of tas-mcp-servers.',
});
registerEnumType(ToolServerAccess, {
  name: 'ToolServerAccess',
  description: 'Whether a tool server lets us in. NEEDS_AUTH: somebody has to sign in there.',
});
registerEnumType(ToolQuarantine, {
  name: 'ToolQuarantine',
  description:
    'What happens to an answer that is meant to steer a model. MARK: hidden text is held back, plain phrases are handed on in marks. BLOCK: both are held back. OFF: nothing is looked for.',
});
registerEnumType(ToolTransport, { name: 'ToolTransport' });
registerEnumType(ToolEffect, {
  name: 'ToolEffect',
  description:
    'What a repeated call does. READ, IDEMPOTENT: run again. KEYED: run again with the same key. ONCE: never run again unasked.',
});
registerEnumType(ApprovalPolicy, {
  name: 'ApprovalPolicy',
  description: 'When a person must allow a call. ON_WRITE: when the effect is not READ.',
});
registerEnumType(RequirementKind, { name: 'RequirementKind' });
registerEnumType(CloneItemKind, { name: 'CloneItemKind' });
registerEnumType(CloneOutcome, {
  name: 'CloneOutcome',
  description: 'BIND and REQUEST stand in the way until another part is bound or access is granted.',
});
registerEnumType(ListingSort, { name: 'ListingSort', description: 'RELEVANCE without a search is NEWEST.' });
registerEnumType(CollaborationRole, { name: 'CollaborationRole' });
registerEnumType(CollaborationRequestStatus, { name: 'CollaborationRequestStatus' });
registerEnumType(RequestDirection, { name: 'RequestDirection' });
