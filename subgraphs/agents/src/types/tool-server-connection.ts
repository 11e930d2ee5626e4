import { connectionTypes } from '@aether/common/service';
import { ToolServer } from './tool-server.ts';

export const { Connection: ToolServerConnection } = connectionTypes('ToolServer', () => ToolServer);
