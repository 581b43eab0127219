// Bindings: one attempt to join two halves, from the code to its end.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "store/shown_scene.h"
#include "store/transaction.h"

namespace hufu::mock {

struct Binding {
  std::string id;
  /// link, or merge where both accounts have data and the person chose to join them
  std::string purpose = "link";
  /// issued, pending, accepted, confirmed, declined, expired
  std::string state = "issued";
  /// The half that may redeem: wechat or web.
  std::string target;
  std::string code_hmac;
  std::string qr_hmac;
  /// Of the link that its screen draws, if it does.
  ShownScene scene;
  std::string issuer_user_id;
  std::string issuer_session_id;
  std::string issuer_provider;
  std::string issuer_platform;
  /// Coarse, as the redeemer's; and "Safari, iPhone", empty for a program.
  std::string issuer_place;
  std::string issuer_browser;
  std::string redeemer_user_id;
  std::string redeemer_session_id;
  std::string redeemer_identity_id;
  std::string redeemer_platform;
  /// Coarse: where the redeemer's request came from.
  std::string redeemer_place;
  /// For a merge: issuer or redeemer.
  std::string survivor;
  /// Two digits, once accepted.
  std::string number;
  int wrong_numbers = 0;
  WallMs created_ms = 0;
  WallMs redeemed_ms = 0;
  WallMs expires_ms = 0;

  bool is_live() const { return state == "issued" || state == "pending" || state == "accepted"; }
};

void add_binding(Transaction& transaction, const Binding& binding);
/// As it is at the transaction's time: a live one past its time is marked expired first, with an
/// audit entry.
std::optional<Binding> find_binding(Transaction& transaction, const std::string& id);
/// By what is typed, by the QR code, by the link of now or by the one before.
std::optional<Binding> find_binding_by_code(Transaction& transaction, const std::string& hmac);
/// From `from` to the state in `binding`, with every field that a step may change; false if it is
/// no longer `from` or its time is over. This one conditional statement is what makes each step
/// happen once (B3).
bool advance_binding(Transaction& transaction, const Binding& binding, const std::string& from);
/// If it is still to be scanned.
void save_scene(Transaction& transaction, const Binding& binding);
void count_wrong_number(Transaction& transaction, const Binding& binding);

/// Issued codes of the same issuer and direction die when a new one is made (B4).
void end_issued_codes(Transaction& transaction, const std::string& issuer_user_id,
                      const std::string& target);
void end_bindings_of_session(Transaction& transaction, const std::string& session_id);
void end_bindings_issued_by(Transaction& transaction, const std::string& user_id);
/// All live ones that the user issued or redeemed, but the one named.
void end_bindings_of_user(Transaction& transaction, const std::string& user_id,
                          const std::string& except_id);

}  // namespace hufu::mock
