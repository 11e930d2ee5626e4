/** An organization: the border of all data. */
export interface TenantRecord {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly createdAt: string;
}

/** Readable start of a tenant's slug; the store adds what makes it unique. */
export function slugOfName(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'tenant' : slug;
}
