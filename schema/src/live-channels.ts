/** On the live bus: a session, key, role or person changed, so remembered answers of `authenticate` are void. Carries `{ tenantId }`. */
export const REVOCATION_CHANNEL = 'identity.revoked';
