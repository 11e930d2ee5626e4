/** Operations that several tests send. */
export const INVITE =
  'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id name status role { key } department { id } teams { id } } invitationUrl userErrors { path code } } }';
export const UPDATE_USER = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) {
  user { id name jobTitle avatarUrl expertise role { key permissions } department { id name } teams { id name } } userErrors { path code } } }`;
export const DEACTIVATE =
  'mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { status } userErrors { path code } } }';
export const CREATE_DEPARTMENT =
  'mutation ($input: CreateDepartmentInput!) { createDepartment(input: $input) { department { id name description } userErrors { path code message } } }';
export const CREATE_TEAM = `mutation ($input: CreateTeamInput!) { createTeam(input: $input) {
  team { id name department { id } members { edges { node { id } } } } userErrors { path code } } }`;
export const CREATE_KEY = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  secret apiKey { id name prefix scopes expiresAt requestsPerMinute tokensPerMinute models tools user { id } } userErrors { path code } } }`;
export const STORE = `mutation ($input: StoreCredentialInput!) { storeCredential(input: $input) {
  credential { id name kind lastFour scopes shared version status expiresAt owner { id } usedBy { objectId } } userErrors { path code message } } }`;
