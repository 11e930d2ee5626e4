import { connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import { ConnectedApp } from './connected-app.ts';

@ObjectType()
export class ConnectedAppConnection extends connectionTypes('ConnectedApp', () => ConnectedApp).Connection {}
