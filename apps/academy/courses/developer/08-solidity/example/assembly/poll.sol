// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.0;

/// A question that owners answer with yes or no.
contract Poll {
    string public question;
    uint256 public quorum;
    uint256 public yes;
    uint256 public no;
    bool public closed;
    address public chair;
    mapping(address => bool) public voted;
    mapping(string => address) public speakers;

    event Voted(address indexed voter, bool agrees);
    event Closed(bool accepted);

    constructor(string memory asked, uint256 needed) {
        require(needed > 0, "a quorum of nobody");
        question = asked;
        quorum = needed;
        chair = msg.sender;
    }

    function vote(bool agrees) external {
        require(!closed, "the poll is closed");
        require(!voted[msg.sender], "this member has voted");
        voted[msg.sender] = true;
        if (agrees) yes += 1;
        else no += 1;
        emit Voted(msg.sender, agrees);
    }

    function close() external returns (bool accepted) {
        require(msg.sender == chair, "only the chair may close the poll");
        require(yes + no >= quorum, "too few have voted");
        closed = true;
        accepted = yes > no;
        emit Closed(accepted);
    }

    function takeTopic(string calldata topic) external {
        require(speakers[topic] == address(0), "somebody speaks about this already");
        speakers[topic] = msg.sender;
    }

    function leaveTopic(string calldata topic) external {
        require(speakers[topic] == msg.sender, "this topic is not yours");
        delete speakers[topic];
    }

    function missing() external view returns (uint256) {
        uint256 votes = yes + no;
        return votes >= quorum ? 0 : quorum - votes;
    }
}
