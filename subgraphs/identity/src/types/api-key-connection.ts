import { connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import { ApiKey } from './api-key.ts';

@ObjectType()
export class ApiKeyConnection extends connectionTypes('ApiKey', () => ApiKey).Connection {}
