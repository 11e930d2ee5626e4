import type { Viewer } from '@aether/common/security';

/** Who caused an event. */
export interface Cause {
  readonly viewer: Viewer;
  readonly requestId: string;
}
