export { isAddress } from "./address";
export { callContract, CallParameters } from "./call-contract";
export {
  blockHeight,
  callerAddress,
  creatorOrgId,
  creatorRole,
  creatorUid,
  senderAddress,
  senderOrgId,
  senderRole,
  senderUid,
  txId,
  txTimestamp,
} from "./context";
export { emitEvent, Event1, Event2, Event3, Event4, Event5, Event6 } from "./event";
export { joinTexts } from "./join-texts";
export { Json } from "./json";
export { JsonWriter } from "./json-writer";
export { log } from "./log";
export { hasParameter, parameterBytes, parameterNames } from "./parameters";
export { HistoryRows, Rows } from "./rows";
export { deleteState, getState, putState, StateMap, StateValue, stateKey } from "./state";
export { Uint256 } from "./uint256";
export { fromText, toText } from "./text";
export { base64ToBytes, bytesToBase58, bytesToHex } from "./crypto/encodings";
export { keccak256 } from "./crypto/keccak256";
export { sha256 } from "./crypto/sha256";
export { Sm2PublicKey } from "./crypto/sm2";
export { sm3 } from "./crypto/sm3";
