import { registerEnumType } from 'type-graphql';
import { AgentKind, AgentStatus, AgentType, Visibility } from '../agent.ts';
import { HealthStatus, ModelCapability, ModelProviderProtocol } from '../catalog.ts';
import { Severity } from '../validation-issue.ts';

registerEnumType(AgentType, { name: 'AgentType' });
registerEnumType(AgentKind, { name: 'AgentKind', description: 'Of BUILT_IN and HYBRID agents.' });
registerEnumType(AgentStatus, { name: 'AgentStatus' });
registerEnumType(Visibility, { name: 'Visibility' });
registerEnumType(HealthStatus, { name: 'HealthStatus' });
registerEnumType(Severity, { name: 'Severity' });
registerEnumType(ModelCapability, { name: 'ModelCapability' });
registerEnumType(ModelProviderProtocol, { name: 'ModelProviderProtocol' });
