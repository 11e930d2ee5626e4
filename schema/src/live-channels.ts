/** On the live bus: the model catalog of a tenant changed or was first made. Carries `{ tenantId }`; a lost message costs the gateways one refresh. */
export const CATALOG_CHANNEL = 'agents.catalog-changed';

/** On the live bus: a session, key, role or person changed, so remembered answers of `authenticate` are void. Carries `{ tenantId }`. */
export const REVOCATION_CHANNEL = 'identity.revoked';
