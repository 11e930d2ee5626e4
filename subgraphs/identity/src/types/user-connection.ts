import { connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import { User } from './user.ts';

@ObjectType()
export class UserConnection extends connectionTypes('User', () => User).Connection {}
