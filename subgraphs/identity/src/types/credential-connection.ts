import { connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import { Credential } from './credential.ts';

@ObjectType()
export class CredentialConnection extends connectionTypes('Credential', () => Credential).Connection {}
