import { connectionTypes } from '@aether/common/service';
import { Rating } from './rating.ts';

export const { Connection: RatingConnection } = connectionTypes('Rating', () => Rating);
