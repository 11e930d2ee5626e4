import { registerEnumType } from 'type-graphql';
import { AgentKind, AgentStatus, AgentType, Visibility } from '../agent.ts';
import { HealthStatus, ModelCapability, ModelProviderProtocol } from '../catalog.ts';
import { ApprovalPolicy, ToolEffect, ToolServerKind, ToolTransport } from '../tool-catalog.ts';
import { Severity } from '../validation-issue.ts';

registerEnumType(AgentType, { name: 'AgentType' });
registerEnumType(AgentKind, { name: 'AgentKind', description: 'Of BUILT_IN and HYBRID agents.' });
registerEnumType(AgentStatus, { name: 'AgentStatus' });
registerEnumType(Visibility, { name: 'Visibility' });
registerEnumType(HealthStatus, { name: 'HealthStatus' });
registerEnumType(Severity, { name: 'Severity' });
registerEnumType(ModelCapability, { name: 'ModelCapability' });
registerEnumType(ModelProviderProtocol, { name: 'ModelProviderProtocol' });
registerEnumType(ToolServerKind, { name: 'ToolServerKind' });
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
