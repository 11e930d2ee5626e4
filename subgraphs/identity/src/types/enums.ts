import { registerEnumType } from 'type-graphql';
import { CredentialKind, CredentialStatus } from '../credential.ts';
import { UserStatus } from '../user.ts';

registerEnumType(UserStatus, { name: 'UserStatus' });
registerEnumType(CredentialKind, { name: 'CredentialKind' });
registerEnumType(CredentialStatus, { name: 'CredentialStatus' });
