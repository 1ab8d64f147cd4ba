// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// Notes that addresses leave: storage, events with and without index, reverts of every kind, and a contract that makes contracts.
contract LedgerBook {
    event Noted(address indexed author, uint256 indexed number, string text);

    error NotAuthor(address author, uint256 number);

    struct Note {
        address author;
        string text;
    }

    string public title;
    address public immutable owner;
    uint256 public count;
    mapping(uint256 => Note) public notes;
    Page public lastPage;

    constructor(string memory title_) {
        require(bytes(title_).length > 0, "a title is needed");
        title = title_;
        owner = msg.sender;
    }

    function note(string calldata text) external returns (uint256 number) {
        number = ++count;
        notes[number] = Note(msg.sender, text);
        emit Noted(msg.sender, number, text);
    }

    function amend(uint256 number, string calldata text) external {
        if (notes[number].author != msg.sender) revert NotAuthor(notes[number].author, number);
        notes[number].text = text;
        emit Noted(msg.sender, number, text);
    }

    function addPage() external returns (address) {
        lastPage = new Page();
        return address(lastPage);
    }

    function readPage(Page page) external view returns (uint256) {
        return page.number();
    }

    function chainId() external view returns (uint256) {
        return block.chainid;
    }

    function self() external view returns (address) {
        return address(this);
    }

    function divide(uint256 by) external pure returns (uint256) {
        return 100 / by;
    }
}

contract Page {
    uint256 public number = 7;
}
