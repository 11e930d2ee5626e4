import { connectionTypes } from '@aether/common/service';
import { Model } from './model.ts';

export const { Connection: ModelConnection } = connectionTypes('Model', () => Model);
