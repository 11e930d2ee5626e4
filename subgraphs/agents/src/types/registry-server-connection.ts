import { connectionTypes } from '@aether/common/service';
import { RegistryServer } from './registry-server.ts';

export const { Connection: RegistryServerConnection } = connectionTypes('RegistryServer', () => RegistryServer);
