import { AnswerAuthorizationRequestResolver } from './resolvers/mutation/answer-authorization-request.ts';
import { RevokeConnectedAppResolver } from './resolvers/mutation/revoke-connected-app.ts';
import { AuthorizationRequestResolver } from './resolvers/query/authorization-request.ts';
import { ConnectedAppsResolver } from './resolvers/query/connected-apps.ts';
import { ConnectedAppFields } from './resolvers/connected-app-fields.ts';
import { OwnCredentialsResolver } from './resolvers/query/own-credentials.ts';
import { SealedOwnCredentialResolver } from './resolvers/query/sealed-own-credential.ts';
import { AuthorizeOwnCredentialResolver } from './resolvers/mutation/authorize-own-credential.ts';
import { RemoveOwnCredentialResolver } from './resolvers/mutation/remove-own-credential.ts';
import { StoreOwnCredentialResolver } from './resolvers/mutation/store-own-credential.ts';
import { SealedModelKeyResolver } from './resolvers/query/sealed-model-key.ts';
import { OwnModelKeysResolver } from './resolvers/query/own-model-keys.ts';
import { ModelKeysResolver } from './resolvers/query/model-keys.ts';
import { RemoveModelKeyResolver } from './resolvers/mutation/remove-model-key.ts';
import { StoreModelKeyResolver } from './resolvers/mutation/store-model-key.ts';
import { ModelKeyFields } from './resolvers/model-key-fields.ts';
import { buildSubgraph } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { IdentityContext } from './context.ts';
import { ApiKeyFields } from './resolvers/api-key-fields.ts';
import { AuditEventFields } from './resolvers/audit-event-fields.ts';
import { CredentialFields } from './resolvers/credential-fields.ts';
import { DepartmentFields } from './resolvers/department-fields.ts';
import { AskForScopesResolver } from './resolvers/mutation/ask-for-scopes.ts';
import { AuthorizeCredentialResolver } from './resolvers/mutation/authorize-credential.ts';
import { CreateApiKeyResolver } from './resolvers/mutation/create-api-key.ts';
import { CreateDepartmentResolver } from './resolvers/mutation/create-department.ts';
import { CreateTeamResolver } from './resolvers/mutation/create-team.ts';
import { DeactivateUserResolver } from './resolvers/mutation/deactivate-user.ts';
import { DeleteCredentialResolver } from './resolvers/mutation/delete-credential.ts';
import { DeleteDepartmentResolver } from './resolvers/mutation/delete-department.ts';
import { DeleteTeamResolver } from './resolvers/mutation/delete-team.ts';
import { InviteUserResolver } from './resolvers/mutation/invite-user.ts';
import { RevokeApiKeyResolver } from './resolvers/mutation/revoke-api-key.ts';
import { RevokeSessionResolver } from './resolvers/mutation/revoke-session.ts';
import { RotateCredentialResolver } from './resolvers/mutation/rotate-credential.ts';
import { StoreCredentialResolver } from './resolvers/mutation/store-credential.ts';
import { UpdateCredentialResolver } from './resolvers/mutation/update-credential.ts';
import { UpdateDepartmentResolver } from './resolvers/mutation/update-department.ts';
import { UpdateTeamResolver } from './resolvers/mutation/update-team.ts';
import { UpdateUserResolver } from './resolvers/mutation/update-user.ts';
import { ApiKeyResolver } from './resolvers/query/api-key.ts';
import { ApiKeysResolver } from './resolvers/query/api-keys.ts';
import { AuditEventsResolver } from './resolvers/query/audit-events.ts';
import { AuditVerificationResolver } from './resolvers/query/audit-verification.ts';
import { AuthenticateResolver } from './resolvers/query/authenticate.ts';
import { CredentialResolver } from './resolvers/query/credential.ts';
import { CredentialsResolver } from './resolvers/query/credentials.ts';
import { DepartmentsResolver } from './resolvers/query/departments.ts';
import { JobTitlesResolver } from './resolvers/query/job-titles.ts';
import { PrincipalOfUserResolver } from './resolvers/query/principal-of-user.ts';
import { RolesResolver } from './resolvers/query/roles.ts';
import { CredentialForHostResolver } from './resolvers/query/credential-for-host.ts';
import { SealedCredentialResolver } from './resolvers/query/sealed-credential.ts';
import { TeamResolver } from './resolvers/query/team.ts';
import { TeamsResolver } from './resolvers/query/teams.ts';
import { UserResolver } from './resolvers/query/user.ts';
import { UsersResolver } from './resolvers/query/users.ts';
import { VaultKeyResolver } from './resolvers/query/vault-key.ts';
import { ViewerResolver } from './resolvers/query/viewer.ts';
import { SessionFields } from './resolvers/session-fields.ts';
import { TeamFields } from './resolvers/team-fields.ts';
import { UserFields } from './resolvers/user-fields.ts';
import { ViewerFields } from './resolvers/viewer-fields.ts';
import { references } from './resolvers/references.ts';
import './types/enums.ts';

/** The subgraph `identity`; needs no database. */
export function createIdentitySchema(): Promise<GraphQLSchema> {
  return buildSubgraph<IdentityContext>({
    name: 'identity',
    resolvers: [
      ApiKeyFields,
      AuditEventFields,
      ConnectedAppFields,
      CredentialFields,
      ModelKeyFields,
      DepartmentFields,
      SessionFields,
      TeamFields,
      UserFields,
      ViewerFields,
      AnswerAuthorizationRequestResolver,
      AskForScopesResolver,
      AuthorizeCredentialResolver,
      AuthorizeOwnCredentialResolver,
      CreateApiKeyResolver,
      CreateDepartmentResolver,
      CreateTeamResolver,
      DeactivateUserResolver,
      DeleteCredentialResolver,
      DeleteDepartmentResolver,
      DeleteTeamResolver,
      InviteUserResolver,
      RevokeApiKeyResolver,
      RevokeConnectedAppResolver,
      RevokeSessionResolver,
      RotateCredentialResolver,
      StoreCredentialResolver,
      RemoveModelKeyResolver,
      RemoveOwnCredentialResolver,
      StoreOwnCredentialResolver,
      StoreModelKeyResolver,
      UpdateCredentialResolver,
      UpdateDepartmentResolver,
      UpdateTeamResolver,
      UpdateUserResolver,
      ApiKeyResolver,
      ApiKeysResolver,
      AuditEventsResolver,
      AuditVerificationResolver,
      AuthenticateResolver,
      AuthorizationRequestResolver,
      ConnectedAppsResolver,
      CredentialResolver,
      CredentialsResolver,
      DepartmentsResolver,
      PrincipalOfUserResolver,
      JobTitlesResolver,
      RolesResolver,
      SealedCredentialResolver,
      SealedModelKeyResolver,
      SealedOwnCredentialResolver,
      OwnCredentialsResolver,
      OwnModelKeysResolver,
      ModelKeysResolver,
      CredentialForHostResolver,
      TeamResolver,
      TeamsResolver,
      UserResolver,
      UsersResolver,
      VaultKeyResolver,
      ViewerResolver,
    ],
    references,
  });
}
