import { connectionTypes } from '@aether/common/service';
import { CollaborationRequest } from './collaboration-request.ts';

export const { Connection: CollaborationRequestConnection } = connectionTypes(
  'CollaborationRequest',
  () => CollaborationRequest,
);
