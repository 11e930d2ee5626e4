export type { CreatedTenant, FirstTenant, NewTenantInput } from './access/tenants.ts';
export { identityConfig } from './config.ts';
export type { IdentityConfig } from './config.ts';
export { createIdentitySchema } from './schema.ts';
export { createIdentityService } from './service.ts';
export type { IdentityService } from './service.ts';
