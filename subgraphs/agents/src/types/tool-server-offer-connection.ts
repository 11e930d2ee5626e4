import { connectionTypes } from '@aether/common/service';
import { ToolServerOffer } from './tool-server-offer.ts';

export const { Connection: ToolServerOfferConnection } = connectionTypes('ToolServerOffer', () => ToolServerOffer);
