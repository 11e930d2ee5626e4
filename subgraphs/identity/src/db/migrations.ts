import type { Migrations } from '@aether/common/graph';

export const identityMigrations: Migrations = {
  owner: 'identity',
  steps: [
    {
      version: 1,
      name: 'keys and lists of people, access, credentials and the audit log',
      statements: [
        'CREATE CONSTRAINT tenant_id IF NOT EXISTS FOR (n:Tenant) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT tenant_slug IF NOT EXISTS FOR (n:Tenant) REQUIRE n.slug IS UNIQUE',
        'CREATE CONSTRAINT user_id IF NOT EXISTS FOR (n:User) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT user_email IF NOT EXISTS FOR (n:User) REQUIRE (n.tenantId, n.email) IS UNIQUE',
        'CREATE INDEX user_sign_in IF NOT EXISTS FOR (n:User) ON (n.email)',
        'CREATE CONSTRAINT department_id IF NOT EXISTS FOR (n:Department) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT department_name IF NOT EXISTS FOR (n:Department) REQUIRE (n.tenantId, n.name) IS UNIQUE',
        'CREATE CONSTRAINT team_id IF NOT EXISTS FOR (n:Team) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT team_name IF NOT EXISTS FOR (n:Team) REQUIRE (n.tenantId, n.name) IS UNIQUE',
        'CREATE CONSTRAINT session_id IF NOT EXISTS FOR (n:Session) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT session_token IF NOT EXISTS FOR (n:Session) REQUIRE n.tokenHash IS UNIQUE',
        'CREATE INDEX session_user IF NOT EXISTS FOR (n:Session) ON (n.tenantId, n.userId)',
        'CREATE CONSTRAINT sign_in_link_token IF NOT EXISTS FOR (n:SignInLink) REQUIRE n.tokenHash IS UNIQUE',
        'CREATE INDEX sign_in_link_user IF NOT EXISTS FOR (n:SignInLink) ON (n.tenantId, n.userId)',
        'CREATE CONSTRAINT api_key_id IF NOT EXISTS FOR (n:ApiKey) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT api_key_secret IF NOT EXISTS FOR (n:ApiKey) REQUIRE n.secretHash IS UNIQUE',
        'CREATE INDEX api_key_user IF NOT EXISTS FOR (n:ApiKey) ON (n.tenantId, n.userId)',
        'CREATE CONSTRAINT credential_id IF NOT EXISTS FOR (n:Credential) REQUIRE n.id IS UNIQUE',
        'CREATE INDEX credential_list IF NOT EXISTS FOR (n:Credential) ON (n.tenantId)',
        'CREATE CONSTRAINT credential_use_key IF NOT EXISTS FOR (n:CredentialUse) REQUIRE (n.credentialId, n.objectType, n.objectId) IS UNIQUE',
        'CREATE CONSTRAINT vault_key_id IF NOT EXISTS FOR (n:VaultKey) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT vault_key_version IF NOT EXISTS FOR (n:VaultKey) REQUIRE (n.tenantId, n.version) IS UNIQUE',
        'CREATE CONSTRAINT audit_event_seq IF NOT EXISTS FOR (n:AuditEvent) REQUIRE (n.tenantId, n.seq) IS UNIQUE',
        'CREATE CONSTRAINT audit_event_source IF NOT EXISTS FOR (n:AuditEvent) REQUIRE n.eventId IS UNIQUE',
        'CREATE CONSTRAINT audit_event_id IF NOT EXISTS FOR (n:AuditEvent) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT audit_head_tenant IF NOT EXISTS FOR (n:AuditHead) REQUIRE n.tenantId IS UNIQUE',
      ],
    },
    {
      version: 2,
      name: 'own keys of people for model providers',
      statements: [
        'CREATE CONSTRAINT model_key_id IF NOT EXISTS FOR (n:ModelKey) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT model_key_owner IF NOT EXISTS FOR (n:ModelKey) REQUIRE (n.tenantId, n.userId, n.providerId) IS UNIQUE',
      ],
    },
    {
      version: 3,
      name: 'apps that people have connected',
      statements: [
        'CREATE CONSTRAINT connected_app_id IF NOT EXISTS FOR (n:ConnectedApp) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT connected_app_code IF NOT EXISTS FOR (n:ConnectedApp) REQUIRE n.codeHash IS UNIQUE',
        'CREATE CONSTRAINT connected_app_access IF NOT EXISTS FOR (n:ConnectedApp) REQUIRE n.accessHash IS UNIQUE',
        'CREATE CONSTRAINT connected_app_family IF NOT EXISTS FOR (n:ConnectedApp) REQUIRE n.familyHash IS UNIQUE',
        'CREATE INDEX connected_app_user IF NOT EXISTS FOR (n:ConnectedApp) ON (n.tenantId, n.userId)',
      ],
    },
    {
      version: 4,
      name: 'own accounts of people at tool servers',
      statements: [
        'CREATE CONSTRAINT credential_own_account IF NOT EXISTS FOR (n:Credential) REQUIRE (n.tenantId, n.ownerId, n.toolServerId) IS UNIQUE',
      ],
    },
  ],
};
