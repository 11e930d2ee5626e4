import { connectionTypes } from '@aether/common/service';
import { Tool } from './tool.ts';

export const { Connection: ToolConnection } = connectionTypes('Tool', () => Tool);
