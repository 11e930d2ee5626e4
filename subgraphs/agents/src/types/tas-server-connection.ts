import { connectionTypes } from '@aether/common/service';
import { TasServer } from './tas-server.ts';

export const { Connection: TasServerConnection } = connectionTypes('TasServer', () => TasServer);
