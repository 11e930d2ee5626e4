import type { IdentityService } from '@aether/identity';
import type { DemoApi } from './demo-api.ts';

/** What making the demo needs of the running installation. */
export interface DemoParts {
  readonly api: DemoApi;
  readonly people: IdentityService['people'];
  readonly tenantId: string;
  readonly ownerId: string;
  /** Where this process listens. */
  readonly address: string;
}
